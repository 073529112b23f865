import { render } from 'preact'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
render(
  <main>
    <h1>Chat</h1>
  </main>,
  root,
)
