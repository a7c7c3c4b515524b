import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { createRoot } from 'react-dom/client'
import { askFirst } from './api/first.ts'
import { App, queries } from './app.tsx'
import { Looking, lookOf } from './looking.ts'
import { fetchMap } from './picture/map-soon.tsx'
import { NARROW } from './ui/narrow.ts'
import { loadWords } from './words/words.ts'

// The picture is what nearly everybody comes for: its parts and what they show are asked for before anything else is made.
if (location.pathname === '/') {
  void import('./picture/picture.tsx')
  // A phone shows the map when it is asked to.
  if (!matchMedia(NARROW).matches) void fetchMap()
  askFirst(queries, lookOf(Looking.parse(Object.fromEntries(new URLSearchParams(location.search)))))
}

const root = document.getElementById('board')
if (!root) throw new Error('the page has no #board')
await loadWords()
createRoot(root).render(<App />)
