/*
 * Stands in for the aliases of Slack's three hundred methods (`client.chat.postMessage`: 28 kB, and as many bindings for every client).
 * Each of them is `client.apiCall('chat.postMessage', ...)`, which is how we call.
 */
const { EventEmitter } = require('node:events');

exports.Methods = class Methods extends EventEmitter {};
