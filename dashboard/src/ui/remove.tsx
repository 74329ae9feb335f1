import { useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote, useAction } from './form.tsx';

interface RemoveProps {
  /** "Remove" or, where there are many, "Remove Ben". */
  readonly name: string;
  readonly label?: string;
  readonly question: string;
  readonly onRemove: () => Promise<unknown>;
}

/** Asks once before it removes something, and says why when it cannot be removed. */
export const RemoveButton = ({ name, label = 'Remove', question, onRemove }: RemoveProps) => {
  const [open, setOpen] = useState(false);
  const { busy, problem, run, clear } = useAction(onRemove);
  const close = () => {
    setOpen(false);
    clear();
  };
  return (
    <>
      <Button
        look="quiet"
        icon="trash"
        className="small"
        {...(name.startsWith(label) ? { 'aria-label': name } : {})}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog open={open} onClose={close} title={`${name}?`} hint={question}>
        <ProblemNote problem={problem} />
        <div className="form-actions">
          <Button onClick={close}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={() => void run().then((done) => done && close())}>
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  );
};
