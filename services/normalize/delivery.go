package normalize

import (
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/provider"
)

// Delivery is one push as it stands on RAW.
type Delivery struct {
	ID          string
	Provider    string
	Sequence    uint64 // on RAW
	Data        []byte
	ContentType string
	FileName    string
	Lane        contract.Lane // as ingest chose it by a cheap look
	Received    time.Time
	Replay      int
	Retry       int
	TraceParent string
	BaseURL     string         // where it was fetched from, empty for a push
	MachineUse  machineuse.Use // what its transport said: headers, the site's files

	restore restore // an operator's, if it is one

	header nats.Header     // as it stands on RAW, for a dead letter
	origin contract.Origin // where it stands on RAW
}

// Settings are what a provider's configuration says about its documents. The
// zero value is good.
type Settings struct {
	Format   string         // fixed format, empty: by a look at the bytes
	Language string         // BCP 47, where the document names none
	Urgency  ninjs.Urgency  // where the document names none
	Zone     *time.Location // for dates without a zone; nil is UTC
	Lane     contract.Lane  // fixed lane, empty: by urgency

	Conventions []provider.Convention // of the provider's editors
	// DropDuplicates: an article that repeats another one's text is dropped.
	DropDuplicates bool
	MediaBase      string // address of publish's API, where binaries are given out
	// Mapping reads the provider's own XML or JSON; nil if there is none.
	Mapping *Mapping
	// MappingErr says why the provider's mapping can't be used: nothing of it is
	// read then, since by another format it would come out wrong.
	MappingErr error
}

// Decode reads a message of RAW as the stage does.
func Decode(m bus.Msg) (Delivery, error) { return decode(m) }

// decode reads a message of RAW.
func decode(m bus.Msg) (Delivery, error) {
	h := m.Header
	number := func(name string) int { n, _ := contract.ParseCount(h.Get(name)); return n }
	received, err := time.Parse(time.RFC3339Nano, h.Get(contract.HeaderReceivedAt))
	if err != nil {
		received = m.Stored
	}
	id, seq := contract.DeliveryID(h.Get(contract.HeaderIncarnation), m.Sequence), m.Sequence
	// a retry or a replay runs an earlier delivery again, under its name and in its
	// place in the order of arrival
	if first := h.Get(contract.HeaderDelivery); first != "" {
		if _, n, err := contract.ParseDeliveryID(first); err == nil {
			id, seq = first, n
		}
	}
	lifted, err := parseRestore(h.Get(contract.HeaderRestore), m.Sequence)
	if err != nil {
		return Delivery{}, err
	}
	use, err := machineuse.Parse(h.Get(contract.HeaderMachineUse))
	if err != nil {
		return Delivery{}, err
	}
	return Delivery{
		restore: lifted, BaseURL: h.Get(contract.HeaderBaseURL), MachineUse: use,
		ID: id, Provider: m.Provider(), Sequence: seq, Data: m.Data, Lane: contract.LaneOfSubject(m.Subject),
		ContentType: h.Get(contract.HeaderContentType), FileName: h.Get(contract.HeaderFileName),
		Received: received, Replay: number(contract.HeaderReplay), Retry: number(contract.HeaderRetry),
		TraceParent: h.Get(contract.HeaderTraceParent), header: h,
		origin: contract.Origin{Subject: m.Subject, Stream: m.Stream, Sequence: m.Sequence},
	}, nil
}
