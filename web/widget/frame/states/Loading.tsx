/** Shows the shape of a conversation until it is there; nothing for a moment, since most open sooner. */
export function Loading({ label }: { readonly label: string }) {
  return (
    <div class="loading" aria-busy="true">
      <p class="unseen" role="status">
        {label}
      </p>
      <i class="bone start wide" />
      <i class="bone start" />
      <i class="bone end" />
      <i class="bone start wide" />
    </div>
  )
}
