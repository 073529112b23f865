/** Stands in for `@aws-sdk/credential-provider-node`: Lambda hands a function its credentials by the environment, and renews them there. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'
