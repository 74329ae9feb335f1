import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Problem } from '../lib/api.ts';
import { Button } from './button.tsx';

interface Slot {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (slot: Slot) => ReactNode;
}

/** A labelled field; what is wrong with it stands below it and is read with it. */
export const Field = ({ label, hint, error, children }: FieldProps) => {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
};

/** Why something did not happen, where the person is looking. */
export const ProblemNote = ({ problem }: { readonly problem: Problem | null }) =>
  problem && (
    <p className="problem" role="alert">
      {problem.message}
    </p>
  );

/** Does something once at a time, and keeps what went wrong. */
export const useAction = <Input extends readonly unknown[]>(action: (...input: Input) => Promise<unknown>) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (...input: Input): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await action(...input);
      return true;
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, String(error)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(null) };
};

interface FormProps {
  readonly submit: string;
  readonly look?: 'primary' | 'good' | 'danger';
  readonly onSubmit: () => Promise<unknown>;
  readonly onDone?: () => void;
  readonly children: (problem: Problem | null) => ReactNode;
}

/** Fields and one button. What the API says is wrong is shown at its field, or above the button. */
export const Form = ({ submit, look = 'primary', onSubmit, onDone, children }: FormProps) => {
  const { busy, problem, run } = useAction(onSubmit);
  const onSubmitForm = async (event: FormEvent) => {
    event.preventDefault();
    if (await run()) onDone?.();
  };
  return (
    <form onSubmit={onSubmitForm} noValidate className="form">
      {children(problem)}
      <ProblemNote problem={problem} />
      <div className="form-actions">
        <Button type="submit" look={look} busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
};
