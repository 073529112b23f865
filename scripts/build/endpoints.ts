/**
 * Replaces a client's endpoint resolver, which contains the rules of every region and partition. Resolves to the
 * endpoint that the environment or the code names, or to that of the function's own region. `service`: the first label
 * of its host name.
 */
export function endpointsOf(service: string) {
  return ({ Endpoint, Region }: { readonly Endpoint?: string | undefined; readonly Region?: string | undefined }) => {
    const suffix = Region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    return { url: new URL(Endpoint ?? `https://${service}.${Region}.${suffix}`), properties: {}, headers: {} }
  }
}
