/**
 * Stands in for a client's endpoint resolver, which carries every region's and partition's rules: the endpoint is that of the function's own
 * region, or the one that the environment or the code names. `service` is the first label of its host name.
 */
export function endpointsOf(service: string) {
  return ({ Endpoint, Region }: { readonly Endpoint?: string | undefined; readonly Region?: string | undefined }) => {
    const suffix = Region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    return { url: new URL(Endpoint ?? `https://${service}.${Region}.${suffix}`), properties: {}, headers: {} }
  }
}
