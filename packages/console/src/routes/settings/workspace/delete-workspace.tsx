import type { Workspace } from '@switchboard/contract'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { deleteWorkspace } from '../../../session/workspaces.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'

/** For owners, of every workspace but the server's first one. */
export function DeleteWorkspace({ workspace }: { readonly workspace: Workspace }) {
  const words = useTranslations('settings.workspace')
  const [asking, setAsking] = useState(false)
  return (
    <Block title={words('delete')} intro={words('deleteIntro')}>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)}>
          {words('delete')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={words('deleteTitle', { name: workspace.name })}
        action={words('delete')}
        danger
        typed={{ label: words('deleteTyped', { name: workspace.name }), text: workspace.name }}
        onConfirm={() => deleteWorkspace(workspace)}
      >
        {words('deleteWhy')}
      </ConfirmDialog>
    </Block>
  )
}
