/**
 * Replaces `@aws-sdk/middleware-endpoint-discovery`: DynamoDB's endpoint follows from the region or the environment.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
}

export const resolveEndpointDiscoveryConfig = <T>(config: T): T => config
