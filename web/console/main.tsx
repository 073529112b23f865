import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { browserEnvironment } from './sign-in/browser.ts'
import { createSession } from './sign-in/session.ts'
import './styles.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App session={createSession(browserEnvironment())} />
  </StrictMode>,
)
