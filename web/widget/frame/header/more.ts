export { playSound } from '../sound.ts'
export { EndQuestion } from './EndQuestion.tsx'
export { MenuList } from './MenuList.tsx'
