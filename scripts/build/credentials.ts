/**
 * Replaces `@aws-sdk/credential-provider-node`: Lambda passes a function its credentials in the environment, and renews
 * them there.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'
