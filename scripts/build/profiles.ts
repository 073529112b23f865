import { CredentialsProviderError } from '@smithy/core/config'

/**
 * Replaces the SDK's `fromSharedConfigFiles`: Lambda has no profiles, so the SDK looks for each setting elsewhere.
 */
export const fromSharedConfigFiles = () => async (): Promise<never> => {
  throw new CredentialsProviderError('there are no profiles')
}
