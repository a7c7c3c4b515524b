import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'
import { Looking } from './looking.ts'
import { Shell } from './shell/shell.tsx'
import { Faulty } from './ui/faulty.tsx'
import { Loading } from './ui/loading.tsx'
import { Lost } from './ui/lost.tsx'

/** Every address of the board. What is looked at (place, moment, lane) is kept from one screen to the next. */
const root = createRootRoute({
  validateSearch: Looking,
  search: { middlewares: [retainSearchParams(['lane', 'at', 'tree', 'node'])] },
  component: Shell,
  notFoundComponent: Lost,
})

const at = <Path extends string>(path: Path, load: () => Promise<Record<string, React.ComponentType>>, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

const routes = root.addChildren([
  at('/', () => import('./picture/picture.tsx'), 'Picture'),
  at('/subjects/$kind/$id', () => import('./subject/subject.tsx'), 'Subject'),
  at('/lists', () => import('./list/lists.tsx'), 'Lists'),
  at('/lists/$list', () => import('./list/list-screen.tsx'), 'ListScreen'),
  at('/import', () => import('./import/imports.tsx'), 'Imports'),
  at('/import/$id', () => import('./import/import-draft.tsx'), 'ImportDraft'),
  at('/playbooks', () => import('./playbook/playbooks.tsx'), 'Playbooks'),
  at('/playbooks/$id', () => import('./playbook/playbook.tsx'), 'Playbook'),
  at('/exercise', () => import('./exercise/exercises.tsx'), 'Exercises'),
  at('/faults', () => import('./faults/faults.tsx'), 'Faults'),
  at('/print/$form', () => import('./print/print.tsx'), 'Print'),
])

export const router = createRouter({
  routeTree: routes,
  // Addresses hold text and nothing else: the code of an area is all digits, and must not come back as a number.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = String(new URLSearchParams(Object.entries(search).filter(([, value]) => value !== undefined)))
    return text === '' ? '' : `?${text}`
  },
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <Faulty error={error} again={reset} />,
  defaultPendingComponent: Loading,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
