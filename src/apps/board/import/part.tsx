import { Title } from '@mantine/core'

/** The heading of a part of the page. */
export function Part({ title }: { title: string }) {
  return (
    <Title order={2} size="h5" mt="sm">
      {title}
    </Title>
  )
}
