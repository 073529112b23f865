import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useConversationFacts } from '../data/useConversationFacts.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Modal } from '../ui/Modal.tsx'
import { ProfileSkeleton } from './ProfileSkeleton.tsx'
import { useIsWide } from './useIsWide.ts'

/** Loads with the first conversation. */
const ProfileBody = lazy(async () => ({ default: (await import('./ProfileBody.tsx')).ProfileBody }))

/** Shows the user's profile, as a column on wide screens and as a sheet on others. */
export function Profile({
  session,
  isSheetOpen,
  onClose,
}: {
  session: string
  isSheetOpen: boolean
  onClose: () => void
}) {
  const { profile } = useTexts()
  const isWide = useIsWide()
  const { status } = useConversationFacts(session)
  const body = (
    <Suspense fallback={<ProfileSkeleton />}>
      <ProfileBody session={session} />
    </Suspense>
  )
  // The conversation shows this error itself.
  if (status === 'unknown' || status === 'failed') return null
  if (isWide) {
    return (
      <aside aria-label={profile.label} className="w-80 shrink-0 overflow-y-auto border-line border-s p-4">
        {body}
      </aside>
    )
  }
  return (
    <Modal
      isOpen={isSheetOpen}
      onClose={onClose}
      className="inset-y-0 end-0 w-80 max-w-full overflow-y-auto border-line border-s bg-ground p-4"
    >
      <div className="flex items-center justify-between pb-3">
        <Dialog.Title className="font-medium text-text-2">{profile.label}</Dialog.Title>
        <Dialog.Close
          render={
            <IconButton label={profile.close}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          }
        />
      </div>
      {body}
    </Modal>
  )
}
