import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadWords } from './words/words.ts'

const root = document.getElementById('board')
if (!root) throw new Error('the page has no #board')
await loadWords()
createRoot(root).render(<App />)
