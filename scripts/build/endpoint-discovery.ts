/** Stands in for `@aws-sdk/middleware-endpoint-discovery`: DynamoDB's endpoint is that of its region, or told by the environment. */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
}

export const resolveEndpointDiscoveryConfig = <T>(config: T): T => config
