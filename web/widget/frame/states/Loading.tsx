/** Shows the shape of a conversation while it loads. The styles delay it, because most open sooner. */
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
