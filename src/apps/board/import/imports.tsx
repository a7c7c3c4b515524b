import { Anchor, Button, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useImports } from '../api/imports.ts'
import { Empty } from '../ui/empty.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { DropFile } from './drop-file.tsx'
import classes from './import.module.css'

/** A file is brought in here; those sent before are listed, and can be gone on with. */
export function Imports() {
  const { say } = useWords()
  return (
    <Page title={say('import.title')}>
      <Text size="sm" c="var(--quiet)" maw="72ch">
        {say('import.says')}
      </Text>
      <DropFile />
      <Title order={2} size="h5" mt="md">
        {say('import.earlier')}
      </Title>
      <Earlier />
    </Page>
  )
}

function Earlier() {
  const { say } = useWords()
  const format = useFormat()
  const imports = useImports()
  if (imports.isPending) return <Loading />
  if (imports.isError && !imports.data) return <Faulty error={imports.error} again={() => void imports.refetch()} />
  const items = imports.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Empty says={say('import.none')} />
  return (
    <>
      <Table.ScrollContainer minWidth={0}>
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('import.file')}</Table.Th>
              <Table.Th>{say('import.kind')}</Table.Th>
              <Table.Th>{say('import.state')}</Table.Th>
              <Table.Th ta="right" className={classes.wide}>
                {say('import.size')}
              </Table.Th>
              <Table.Th className={classes.wide}>{say('import.sent')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Td className={classes.file}>
                  <Anchor component={Link} to="/import/$id" params={{ id: item.id } as never} size="sm">
                    {item.name}
                  </Anchor>
                </Table.Td>
                <Table.Td>{say(`import.kind.${item.kind}`)}</Table.Td>
                <Table.Td>{say(`import.state.${item.work?.doing ?? item.state}`)}</Table.Td>
                <Table.Td ta="right" className={classes.wide}>
                  {format.size(item.bytes)}
                </Table.Td>
                <Table.Td className={classes.wide}>
                  <Moment at={item.madeAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {imports.hasNextPage && (
        <Button mx="auto" loading={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
          {say('do.more')}
        </Button>
      )}
    </>
  )
}
