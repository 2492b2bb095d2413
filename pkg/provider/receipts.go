package provider

import (
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// ReceiptWebhook is where a provider is told what became of its deliveries.
type ReceiptWebhook struct {
	URL      string
	Secrets  []service.Secret   // whsec_…; each message is signed by all of them
	Outcomes []contract.Outcome // which receipts are sent
}

type entryReceipts struct {
	URL      string      `yaml:"url"`
	Secrets  []secretRef `yaml:"secrets"`
	Outcomes []string    `yaml:"outcomes,omitempty,flow"`
}

// maxReceiptSecrets is how many secrets sign at once.
const maxReceiptSecrets = 4

// check gives the webhook; nil if the file has none.
func (e *entryReceipts) check() (*ReceiptWebhook, error) {
	if e == nil {
		return nil, nil
	}
	if err := webhook.CheckURL(e.URL, true); err != nil {
		return nil, err
	}
	out := &ReceiptWebhook{URL: e.URL}
	var err error
	if out.Secrets, err = secrets(e.Secrets); err != nil {
		return nil, err
	}
	if n := len(out.Secrets); n == 0 || n > maxReceiptSecrets {
		return nil, fmt.Errorf("secrets: there should be 1 to %d, which sign what is sent", maxReceiptSecrets)
	}
	for i, s := range out.Secrets {
		if err := webhook.CheckSecret(s.Value()); err != nil {
			return nil, fmt.Errorf("secret %d: %w", i+1, err)
		}
	}
	for _, o := range e.Outcomes {
		if !slices.Contains([]contract.Outcome{contract.Published, contract.Dropped, contract.Held, contract.Dead}, contract.Outcome(o)) {
			return nil, fmt.Errorf("outcome %q: it should be published, dropped, held or dead", o)
		}
		out.Outcomes = append(out.Outcomes, contract.Outcome(o))
	}
	if len(out.Outcomes) == 0 {
		out.Outcomes = []contract.Outcome{contract.Published, contract.Dropped, contract.Dead}
	}
	return out, nil
}

// receipts reads the webhook into a provider.
func (e entry) receipts(p *Provider) (err error) {
	if p.ReceiptWebhook, err = e.ReceiptWebhook.check(); err != nil {
		return fmt.Errorf("receipt_webhook: %w", err)
	}
	return nil
}
