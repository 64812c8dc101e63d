// What is wrong with the settings, in words for whoever wrote them.

export class ConfigError extends Error {}
