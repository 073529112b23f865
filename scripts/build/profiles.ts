import { CredentialsProviderError } from '@smithy/core/config'

/**
 * Stands in for the SDK's `fromSharedConfigFiles`: there are no profiles on Lambda, so each setting that it is asked for is to be found
 * elsewhere.
 */
export const fromSharedConfigFiles = () => async (): Promise<never> => {
  throw new CredentialsProviderError('there are no profiles')
}
