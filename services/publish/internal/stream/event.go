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
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
)

// event is one message of NEWS. How it is written is made once, when the first reader
// asks for it: often nobody does.
type event struct {
	seq     uint64
	subject contract.NewsSubject
	env     *contract.Envelope
	size    int             // bytes that it takes at most, about
	frame   func() []byte   // nil for what can't be written
	notice  func() []byte   // the frame without the text, where machines may not use it, else nil
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

// newEvent makes an event of a message, none of which may change. life names the stream's
// life, which a sequence belongs to.
func newEvent(life string, seq uint64, subject string, header nats.Header, data []byte, log *zap.Logger) (*event, error) {
	s, err := contract.ParseNewsSubject(subject)
	if err != nil {
		return nil, err
	}
	env, err := contract.ParseEnvelope(header)
	if err != nil {
		return nil, err
	}
	headers := publicHeaders(header)
	frameOf := func(item []byte) func() []byte {
		return sync.OnceValue(func() []byte {
			text := eventText{Article: s.Article, Signal: s.Signal, Sequence: seq, Subject: subject, Published: env.Published, Headers: map[string]string{}, Item: item}
			for _, h := range headers {
				text.Headers[h[0]] = h[1]
			}
			out, err := frame(life, text)
			if err != nil {
				log.Error("a message of NEWS can't be streamed", zap.Uint64("sequence", seq), zap.Error(err))
			}
			return out
		})
	}
	e := &event{seq: seq, subject: s, env: env, size: 2 * len(data), frame: frameOf(data), notice: func() []byte { return nil }}
	if env.MachineUse.Restricted() {
		e.notice = frameOf(nil)
	}
	e.names = sync.OnceValue(func() []string { return lists.Names(data) })
	return e, nil
}

// publicHeaders are the names and values of the headers that readers get.
func publicHeaders(header nats.Header) [][2]string {
	out := make([][2]string, 0, len(header))
	for name, values := range header {
		if strings.HasPrefix(name, "Wireroom-") && len(values) > 0 {
			out = append(out, [2]string{name, values[0]})
		}
	}
	return out
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
