import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadWords } from './words/words.ts'

// Whoever comes to the picture wants the map: its parts are on their way while the rest of the board begins.
if (location.pathname === '/') void Promise.all([import('./picture/picture.tsx'), import('./map/map-pane.tsx')])

const root = document.getElementById('board')
if (!root) throw new Error('the page has no #board')
await loadWords()
createRoot(root).render(<App />)
