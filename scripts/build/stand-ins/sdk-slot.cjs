// What ElectroDB gets when it requires the SDK: an object that electrodb.js fills. CommonJS, so that nothing else is pulled in.
module.exports = {};
