export { Rating } from './Rating.tsx'

import './rating.css'
