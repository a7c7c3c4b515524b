import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { makeQueryClient } from './api/client.ts'
import { router } from './router.tsx'
import { colours, theme } from './theme.ts'
import { Speaking } from './words/speaking.tsx'

export const queries = makeQueryClient()

/** The board with all that its screens rely on: colours, data, addresses. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={3} />
      <QueryClientProvider client={queries}>
        <Speaking>
          <RouterProvider router={router} />
        </Speaking>
      </QueryClientProvider>
    </MantineProvider>
  )
}
