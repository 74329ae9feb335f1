"""An AWS to apply Terraform to: moto, and what the provider 5.100 asks and moto 5.2.1 does not answer.

Used by `npm run check:apply` and by nothing else. Each patch says what would go wrong without it.
"""

import copy
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import unquote, urlsplit

# A certificate is a minute on its way in moto, and nobody learns anything from waiting for it.
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "0"

import emulator_cloudfront
from moto.core.responses import BaseResponse
from moto.moto_server import werkzeug_app

# An action that moto does not know answers 500, which the provider tries 25 times: minutes, before it says what is missing.
call_action = BaseResponse.call_action


def fail_at_once(self):
    try:
        return call_action(self)
    except NotImplementedError as error:
        print(f"not emulated: {self.service_name}.{self._get_action()}", file=sys.stderr, flush=True)
        return 501, {}, json.dumps({"__type": "NotEmulated", "message": str(error)})


BaseResponse.call_action = fail_at_once

# Step Functions: the provider has every definition validated when it plans, and asks for versions when it reads.
from moto.stepfunctions.responses import StepFunctionResponse


def validate_definition(self):
    json.loads(self._get_param("definition"))
    return 200, {}, json.dumps({"result": "OK", "diagnostics": [], "truncated": False})


StepFunctionResponse.validate_state_machine_definition = validate_definition
StepFunctionResponse.list_state_machine_versions = lambda self: (200, {}, json.dumps({"stateMachineVersions": []}))

# KMS: a replica shares its primary's tags, alias and description in moto; in AWS they are its own.
from moto.kms.models import KmsBackend, kms_backends
from moto.kms.responses import KmsResponse

replicate = KmsBackend.replicate_key


def replicate_key(self, key_id, replica_region):
    key_id = self.get_key_id(key_id)
    replica = replicate(self, key_id, replica_region)
    primary = self.keys[key_id]
    replica.aliases = {}
    replica.multi_region_configuration = copy.deepcopy(primary.multi_region_configuration)
    replica.multi_region_configuration["MultiRegionKeyType"] = "REPLICA"
    primary.multi_region_configuration["MultiRegionKeyType"] = "PRIMARY"
    return replica


KmsBackend.replicate_key = replicate_key
answer_replicate = KmsResponse.replicate_key


def replicate_with_settings(self):
    answer = answer_replicate(self)
    region, key_id = self._get_param("ReplicaRegion"), KmsBackend.get_key_id(self._get_param("KeyId"))
    backend = kms_backends[self.current_account][region]
    if self._get_param("Description") is not None:
        backend.keys[key_id].description = self._get_param("Description")
    if self._get_param("Policy"):
        backend.keys[key_id].policy = self._get_param("Policy")
    if self._get_param("Tags"):
        backend.tag_resource(key_id, self._get_param("Tags"))
    return answer


KmsResponse.replicate_key = replicate_with_settings

# DynamoDB: moto takes a replica and never has it; the provider waits for it for ever.
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

describe_alone = Table.describe


def describe(self, base_key="TableDescription"):
    answer = describe_alone(self, base_key)
    home = getattr(self, "_home", self)
    replicas = getattr(home, "_replicas", {})
    if replicas:
        table = answer[base_key]
        table["GlobalTableVersion"] = "2019.11.21"
        table["Replicas"] = [dict(one) for one in replicas.values() if one["RegionName"] != self.region_name]
        if self is not home:
            table["Replicas"].append({"RegionName": home.region_name, "ReplicaStatus": "ACTIVE"})
    return answer


Table.describe = describe
update_alone = DynamoHandler.update_table


def make_replica(table, replica, backend):
    """A view of the same items, with settings of its own."""
    view = copy.copy(table)
    view._home, view._replicas, view.region_name, view.tags = table, {}, replica["RegionName"], []
    view.table_arn = view._generate_arn(table.name)
    view.continuous_backups = copy.deepcopy(table.continuous_backups)
    view.continuous_backups["PointInTimeRecoveryDescription"] = {"PointInTimeRecoveryStatus": "DISABLED"}
    if replica.get("KMSMasterKeyId"):
        view.sse_specification = {"Enabled": True, "KMSMasterKeyId": replica["KMSMasterKeyId"]}
    backend.tables[table.name] = view


def update_table(self):
    table = self.dynamodb_backend.get_table(self.body["TableName"])
    for update in self.body.get("ReplicaUpdates") or []:
        replicas = table.__dict__.setdefault("_replicas", {})
        ((operation, wanted),) = update.items()
        backend = dynamodb_backends[self.current_account][wanted["RegionName"]]
        if operation == "Delete":
            replicas.pop(wanted["RegionName"], None)
            backend.tables.pop(table.name, None)
            continue
        replica = {"RegionName": wanted["RegionName"], "ReplicaStatus": "ACTIVE"}
        if wanted.get("KMSMasterKeyId"):
            replica["KMSMasterKeyId"] = wanted["KMSMasterKeyId"]
        replicas[wanted["RegionName"]] = replica
        if operation == "Create":
            make_replica(table, replica, backend)
    return update_alone(self)


DynamoHandler.update_table = update_table

# SQS: moto forgets which queues may use another for what they give up, and orders a redrive policy's keys anew.
from moto.sqs.models import Queue

Queue.BASE_ATTRIBUTES = Queue.BASE_ATTRIBUTES + ["RedriveAllowPolicy"]
Queue.redrive_allow_policy = None
queue_attributes = Queue.attributes.fget


def attributes(self):
    answer = queue_attributes(self)
    if not answer.get("RedriveAllowPolicy"):
        answer.pop("RedriveAllowPolicy", None)
    if self.redrive_policy:
        answer["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
    return answer


Queue.attributes = property(attributes)

# Lambda: moto does not keep how a function logs and by which key its variables are encrypted.
from moto.awslambda.models import LambdaFunction

KEPT = ("LoggingConfig", "KMSKeyArn")
make_function, change_function, show_function = (
    LambdaFunction.__init__,
    LambdaFunction.update_configuration,
    LambdaFunction.get_configuration,
)


def init(self, account_id, spec, *args, **kwargs):
    self._kept = {name: spec[name] for name in KEPT if spec.get(name)}
    make_function(self, account_id, spec, *args, **kwargs)


def update_configuration(self, changes):
    self._kept.update({name: changes[name] for name in KEPT if name in changes})
    return change_function(self, changes)


LambdaFunction.__init__ = init
LambdaFunction.update_configuration = update_configuration
LambdaFunction.get_configuration = lambda self, on_create=False: {**show_function(self, on_create), **self._kept}

# CloudTrail: moto knows a trail by its name only, and the provider names it by its ARN.
from moto.cloudtrail.models import CloudTrailBackend

start_logging, stop_logging = CloudTrailBackend.start_logging, CloudTrailBackend.stop_logging
CloudTrailBackend.start_logging = lambda self, name: start_logging(self, name.split("/")[-1])
CloudTrailBackend.stop_logging = lambda self, name: stop_logging(self, name.split("/")[-1])

# Athena: moto cannot delete a saved query.
from moto.athena.responses import AthenaResponse


def delete_named_query(self):
    self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
    return "{}"


AthenaResponse.delete_named_query = delete_named_query

# API Gateway: the provider waits for a domain name to be there, and reads where DNS is to point.
from moto.apigatewayv2.models import DomainName

show_domain = DomainName.to_json


def domain_name(self):
    shown = show_domain(self)
    there = {"domainNameStatus": "AVAILABLE", "hostedZoneId": "Z1UJRXOUMOOFQ8", "ipAddressType": "ipv4",
             "apiGatewayDomainName": f"d-{self.domain_name.replace('.', '-')}.execute-api.us-east-1.amazonaws.com"}
    # An empty one is no demand for clients' certificates.
    if not shown.get("mutualTlsAuthentication"):
        shown = {key: value for key, value in shown.items() if key != "mutualTlsAuthentication"}
    return {**shown, "domainNameConfigurations": [{**there, **one} for one in shown["domainNameConfigurations"]]}


DomainName.to_json = domain_name

# S3: moto knows no conditions, so that "nobody without TLS" is nobody to it.
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL

# Route 53: the hosted zone is the account's own, which Terraform finds and does not make.
from moto.route53.models import route53_backends

zones = route53_backends["123456789012"]["aws"]
zone = zones.create_hosted_zone("example.com.", private_zone=False)
zones.zones.pop(zone.resource_id, None)
zone.resource_id = "Z0123456789ABCDEFGHIJ"
zones.zones[zone.resource_id] = zone

# The development server that moto comes with resets a connection now and then: the provider repeats a Create that was
# done, and fails since it is there already. The standard library's keeps its connections.
APPLICATION = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)

# One request at a time: moto walks through what it has while another thread adds to it, and breaks. It costs no time,
# since Python would not run two at once either.
TURN = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            length = int(self.headers.get("Content-Length") or 0)
            return self.rfile.read(length) if length else b""
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return whole

    def environment(self, body):
        url = urlsplit(self.path)
        environment = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(url.path, "latin-1"),
            "QUERY_STRING": url.query,
            "REQUEST_URI": self.path,
            "RAW_URI": self.path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            name = name.upper().replace("-", "_")
            if name == "CONTENT_TYPE":
                environment[name] = value
            elif name != "CONTENT_LENGTH":
                environment["HTTP_" + name] = value
        return environment

    def answer(self):
        started = {}

        def start(status, headers, exc_info=None):
            started["status"], started["headers"] = status, headers

        try:
            sent = self.body()
            with TURN:
                url = urlsplit(self.path)
                ours = emulator_cloudfront.answer(self.command, url.path, url.query, sent)
                if ours:
                    start(ours[0], list(ours[1].items()))
                body = ours[2] if ours else b"".join(APPLICATION(self.environment(sent), start))
        except Exception as error:  # A request that moto breaks on: the provider is to say so and not to wait.
            print(f"not emulated: {self.command} {self.path}: {error}", file=sys.stderr, flush=True)
            started, body = {"status": "501 Not Emulated", "headers": []}, str(error).encode()
        code, _, reason = started["status"].partition(" ")
        self.send_response(int(code), reason)
        length = str(len(body))
        for name, value in started["headers"]:
            if name.lower() == "content-length":
                length = value if self.command == "HEAD" else length
            elif name.lower() not in ("connection", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = answer

    def log_message(self, *args):
        """Thousands of requests: what is not emulated is what there is to read."""


class Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
