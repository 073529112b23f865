export { QuickReplies } from './QuickReplies.tsx'
export { Rich } from './Rich.tsx'

import './rich.css'
