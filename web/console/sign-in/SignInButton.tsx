/** The only button of a sign-in page. */
export function SignInButton({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      className="min-h-11 cursor-pointer rounded-control bg-accent px-5 font-semibold text-log text-on-accent"
      onClick={onPress}
    >
      {label}
    </button>
  )
}
