import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startClock } from './lib/clock.ts';
import { queryClient } from './lib/data.ts';
import { registerOfflineShell } from './lib/offline-shell.ts';
import { startTheme } from './lib/theme.ts';

startTheme();
startClock();
registerOfflineShell();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
