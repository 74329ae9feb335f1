"""CloudFront: what was put is what is there. Moto knows no functions and no response headers policies, refuses a
distribution whose origin is a group, and forgets a good part of what it is told of one."""

import base64
import re
import uuid
from datetime import datetime, timezone
from urllib.parse import parse_qs

NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"'
PATH = re.compile(r"^/2020-05-31/(function|response-headers-policy|distribution|tagging)(?:/([^/]+))?(?:/([^/]+))?$")
ARN = "arn:aws:cloudfront::123456789012:distribution/"
KEPT = {"function": {}, "response-headers-policy": {}, "distribution": {}}


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def part(body, tag):
    return re.search(rf"<{tag}>.*?</{tag}>", body, re.S).group(0)


def not_found(code):
    return "404 Not Found", {}, f"<ErrorResponse><Error><Code>{code}</Code><Message>none</Message></Error></ErrorResponse>"


def function(method, name, what, body):
    kept = KEPT["function"]
    if method in ("POST", "PUT") and what is None:
        name = name or re.search(r"<Name>(.*?)</Name>", body).group(1)
        code = base64.b64decode(re.search(r"<FunctionCode>(.*?)</FunctionCode>", body, re.S).group(1))
        kept[name] = {"config": part(body, "FunctionConfig"), "code": code, "etag": uuid.uuid4().hex, "at": now()}
    if name not in kept:
        return not_found("NoSuchFunctionExists")
    if method == "DELETE":
        kept.pop(name)
        return "204 No Content", {}, ""
    one = kept[name]
    if method == "GET" and what is None:
        return "200 OK", {"ETag": one["etag"], "Content-Type": "application/octet-stream"}, one["code"]
    summary = (
        f"<FunctionSummary {NAMESPACE}><Name>{name}</Name><Status>UNASSOCIATED</Status>{one['config']}<FunctionMetadata>"
        f"<FunctionARN>arn:aws:cloudfront::123456789012:function/{name}</FunctionARN><Stage>LIVE</Stage>"
        f"<CreatedTime>{one['at']}</CreatedTime><LastModifiedTime>{one['at']}</LastModifiedTime></FunctionMetadata></FunctionSummary>"
    )
    return "200 OK", {"ETag": one["etag"]}, summary


def headers_policy(method, key, _what, body):
    kept = KEPT["response-headers-policy"]
    if method == "POST":
        key = str(uuid.uuid4())
    if method in ("POST", "PUT"):
        config = part(body.replace(f" {NAMESPACE}", ""), "ResponseHeadersPolicyConfig")
        kept[key] = {"config": config, "etag": uuid.uuid4().hex, "at": now()}
    if key not in kept:
        return not_found("NoSuchResponseHeadersPolicy")
    if method == "DELETE":
        kept.pop(key)
        return "204 No Content", {}, ""
    one = kept[key]
    answer = (
        f"<ResponseHeadersPolicy {NAMESPACE}><Id>{key}</Id><LastModifiedTime>{one['at']}</LastModifiedTime>"
        f"{one['config']}</ResponseHeadersPolicy>"
    )
    return "201 Created" if method == "POST" else "200 OK", {"ETag": one["etag"]}, answer


def distribution(method, key, _what, body):
    kept = KEPT["distribution"]
    if method == "POST":
        key = uuid.uuid4().hex[:14].upper()
        kept[key] = {"tags": part(body, "Tags") if "<Tags>" in body else "<Tags><Items></Items></Tags>"}
    if method in ("POST", "PUT"):
        config = part(re.sub(rf"<DistributionConfig {NAMESPACE}>", "<DistributionConfig>", body), "DistributionConfig")
        kept[key].update(config=config, etag=uuid.uuid4().hex, at=now())
    if key not in kept:
        return not_found("NoSuchDistribution")
    if method == "DELETE":
        kept.pop(key)
        return "204 No Content", {}, ""
    one = kept[key]
    answer = (
        f"<Distribution {NAMESPACE}><Id>{key}</Id><ARN>{ARN}{key}</ARN><Status>Deployed</Status>"
        f"<LastModifiedTime>{one['at']}</LastModifiedTime><InProgressInvalidationBatches>0</InProgressInvalidationBatches>"
        f"<DomainName>{key.lower()}.cloudfront.net</DomainName>{one['config']}</Distribution>"
    )
    return "201 Created" if method == "POST" else "200 OK", {"ETag": one["etag"]}, answer


def tags(query):
    one = KEPT["distribution"].get(parse_qs(query).get("Resource", [""])[0].split("/")[-1])
    kept = one["tags"].replace("<Tags>", f"<Tags {NAMESPACE}>") if one else f"<Tags {NAMESPACE}><Items></Items></Tags>"
    return "200 OK", {}, kept


HANDLERS = {"function": function, "response-headers-policy": headers_policy, "distribution": distribution}


def answer(method, path, query, body):
    """Status, headers and body; None for what moto is to be asked."""
    match = PATH.match(path)
    if not match:
        return None
    kind, key, what = match.groups()
    if kind == "tagging" and method != "GET":
        return "204 No Content", {}, b""
    status, headers, said = tags(query) if kind == "tagging" else HANDLERS[kind](method, key, what, body.decode("latin-1"))
    return status, {"Content-Type": "text/xml", **headers}, said if isinstance(said, bytes) else said.encode("latin-1")
