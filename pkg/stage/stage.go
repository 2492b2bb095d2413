// Package stage holds what a stage's handler answers: the verdict on one input.
//
// It is pure vocabulary. The loop that acts on a verdict is package bus; a
// handler must not publish, acknowledge or sleep itself, but for the one stage
// whose work is the conditional publish.
package stage

import (
	"context"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Handler decides on one input. It may be called more than once for the same
// input, at the same time as for others, and by several processes; what it
// forwards must follow from the input alone, but for times. A panic counts as a
// rejection.
type Handler[In, Out any] func(ctx context.Context, in In) Verdict[Out]

// Kind is what a verdict asks the loop to do.
type Kind int

// The kinds of verdicts.
const (
	KindForward Kind = iota // publish the outputs, then acknowledge
	KindDrop                // nothing follows: acknowledge, with a receipt that says why
	KindRetry               // it failed and may not fail again: counted, at last a dead letter
	KindReject              // it can never succeed: a dead letter
	KindWait                // what the stage can't do without is away: not counted
)

// Verdict is a handler's answer.
type Verdict[Out any] struct {
	Kind    Kind
	Outputs []Out
	Reason  contract.Reason
	Err     error
}

// Forward publishes outs, all of them, before the input is acknowledged. No outs
// are allowed: the handler has settled everything itself.
func Forward[Out any](outs ...Out) Verdict[Out] {
	return Verdict[Out]{Kind: KindForward, Outputs: outs}
}

// Drop ends the input's way without a fault.
func Drop[Out any](reason contract.Reason) Verdict[Out] {
	return Verdict[Out]{Kind: KindDrop, Reason: reason}
}

// Retry asks for another try, soon and counted against the input.
func Retry[Out any](reason contract.Reason, err error) Verdict[Out] {
	return Verdict[Out]{Kind: KindRetry, Reason: reason, Err: err}
}

// Reject makes the input a dead letter.
func Reject[Out any](reason contract.Reason, err error) Verdict[Out] {
	return Verdict[Out]{Kind: KindReject, Reason: reason, Err: err}
}

// Wait says that a service which the stage can't do without is away: the loop
// pauses and asks again, however long, and nothing counts against the input.
func Wait[Out any](reason contract.Reason, err error) Verdict[Out] {
	return Verdict[Out]{Kind: KindWait, Reason: reason, Err: err}
}
