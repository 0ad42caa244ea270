import './style/theme.css';
import './style/page.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { AskError } from './data/ask';
import { App } from './page/app';

/** Only what may be answered another time is asked again. */
const mayPass = (error: Error) => error instanceof AskError && (error.code === 'UNAVAILABLE' || error.code === 'AWAY');

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always', // the service is often on this machine
      retry: (failures, error) => mayPass(error) && failures < 2,
    },
  },
});

const root = document.getElementById('page');
if (!root) throw new Error('index.html has no element #page');
createRoot(root).render(
  <QueryClientProvider client={client}>
    <App />
  </QueryClientProvider>,
);
