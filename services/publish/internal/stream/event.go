// Package stream serves NEWS as server-sent events (HTML, 9.2), each message once and in
// the order of the stream.
//
// One reader of NEWS for the whole process fills a bounded window of the latest messages,
// and all readers are served from it. A reader that is further behind, after a
// restart or because it is slow, reads NEWS by a consumer of its own until it has reached
// the window. Nobody waits for a slow reader: one that takes nothing for some seconds is
// cut off, and goes on where it was with Last-Event-ID.
//
// The package must not decide who may read: it is given the rights of a request.
package stream

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
)

// event is one message of NEWS, ready to be written.
type event struct {
	seq     uint64
	subject contract.NewsSubject
	env     *contract.Envelope
	frame   []byte
	notice  []byte          // the frame without the text, where machines may not use it
	names   func() []string // lists of who and what it names
}

// eventText is the data of an event: one line of JSON.
type eventText struct {
	Article   string            `json:"article" doc:"The article's id."`
	Signal    contract.Signal   `json:"signal" doc:"What the message means."`
	Sequence  uint64            `json:"sequence" doc:"The sequence on NEWS."`
	Subject   string            `json:"subject" doc:"The subject on NEWS."`
	Published time.Time         `json:"published" doc:"When it was published."`
	Headers   map[string]string `json:"headers" doc:"The message's headers that begin with Wireroom-."`
	Item      json.RawMessage   `json:"item" schema:"NinjsItem" doc:"null where the reader may not use the text of this version."`
}

// newEvent makes an event of a message. life names the stream's life, which a sequence
// belongs to.
func newEvent(life string, seq uint64, subject string, header nats.Header, data []byte) (*event, error) {
	s, err := contract.ParseNewsSubject(subject)
	if err != nil {
		return nil, err
	}
	env, err := contract.ParseEnvelope(header)
	if err != nil {
		return nil, err
	}
	text := eventText{Article: s.Article, Signal: s.Signal, Sequence: seq, Subject: subject, Published: env.Published, Headers: map[string]string{}, Item: data}
	for name, values := range header {
		if strings.HasPrefix(name, "Wireroom-") && len(values) > 0 {
			text.Headers[name] = values[0]
		}
	}
	e := &event{seq: seq, subject: s, env: env}
	if e.frame, err = frame(life, text); err != nil {
		return nil, err
	}
	if env.MachineUse.Restricted() {
		text.Item = nil
		if e.notice, err = frame(life, text); err != nil {
			return nil, err
		}
	}
	e.names = sync.OnceValue(e.readNames)
	return e, nil
}

// frame writes an event, in one line of data.
func frame(life string, text eventText) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("id: " + eventID(life, text.Sequence) + "\nevent: " + string(text.Signal) + "\ndata: ")
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil { // compacts the item too, so that it has no line ends
		return nil, fmt.Errorf("write event %d: %w", text.Sequence, err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// readNames reads them from the frame, once some reader asks for names.
func (e *event) readNames() []string {
	_, data, _ := bytes.Cut(e.frame, []byte("\ndata: "))
	var text eventText
	if json.Unmarshal(data, &text) != nil {
		return nil
	}
	return lists.Names(text.Item)
}

func eventID(life string, seq uint64) string { return life + "-" + strconv.FormatUint(seq, 10) }

// parseEventID reads a Last-Event-ID: the life and sequence of an event, or the sequence
// alone.
func parseEventID(id string) (life string, seq uint64, err error) {
	number := id
	if before, after, ok := strings.Cut(id, "-"); ok {
		life, number = before, after
	}
	seq, err = strconv.ParseUint(number, 10, 63)
	return life, seq, err
}

// later reports whether a life of NEWS began after another one.
func later(life, other string) bool {
	a, errA := strconv.ParseInt(life, 36, 64)
	b, errB := strconv.ParseInt(other, 36, 64)
	return errA == nil && (errB != nil || a > b)
}
