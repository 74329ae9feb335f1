// Runs in CloudFront before a file is looked for. Files have an ending; what has none is an address of a page.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  if (/^\/docs\/api\/?$/.test(request.uri)) request.uri = '/docs/api/index.html';
  else if (!/\.[a-z0-9]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}
