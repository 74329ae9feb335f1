# Work of one kind does not take what another needs (D7, ADR 0018).
locals {
  lanes = {
    # Paging takes what it needs of the account's concurrency: a cap could hold back a page.
    paging = { concurrency = -1, requests_per_second = 2000, burst = 1000 }
    # The API has fifty functions and more: to reserve for each would leave paging nothing. Its routes' rates hold it.
    api  = { concurrency = -1, requests_per_second = 100, burst = 50 }
    chat = { concurrency = 10, requests_per_second = 100, burst = 100 }
    sync = { concurrency = 5, requests_per_second = 50, burst = 50 }
  }

  # Batches of one queue at the same time, less than its function's concurrency: nothing is refused and counted as received.
  batches_at_once = 4
}
