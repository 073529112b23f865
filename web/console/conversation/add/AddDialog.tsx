import { CARD, Modal } from '../../ui/Modal.tsx'
import type { Form, FormProps } from './additions.ts'
import { CardForm } from './CardForm.tsx'
import { LinkForm } from './LinkForm.tsx'
import { RepliesForm } from './RepliesForm.tsx'

const FORMS = { replies: RepliesForm, link: LinkForm, card: CardForm } satisfies Readonly<Record<Form, unknown>>

/** Shows a form over the page. Each time it opens, the form is empty. */
export function AddDialog({ form, ...props }: FormProps & { form: Form | undefined }) {
  const Shown = form && FORMS[form]
  return (
    <Modal
      isOpen={Shown !== undefined}
      onClose={props.onClose}
      finalFocus={props.field}
      className={`${CARD} top-1/2 flex max-h-9/10 max-w-105 -translate-y-1/2 flex-col p-4`}
    >
      {Shown && <Shown {...props} />}
    </Modal>
  )
}
