package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// Config is ingest's configuration, from the environment.
type Config struct {
	NATS      service.NATSConfig
	Streams   contract.StreamOptions
	Webhooks  webhook.Config
	Providers string `default:"providers.yaml" desc:"file with the providers, reread when it changes"`
	Ingest    struct {
		Addr             string        `default:":8081" desc:"address of the API for pushes and deliveries"`
		AckTimeout       time.Duration `split_words:"true" default:"5s" desc:"how long the stream may take to store a push before it is answered with 503"`
		ReadTimeout      time.Duration `split_words:"true" default:"30s" desc:"how long a request may take to come in"`
		Connections      int           `desc:"connections that the API holds at once; 0 is what the limit of open files leaves, 4096 at most. At the limit idle ones are closed, those of callers without a key first"`
		MinRate          int64         `split_words:"true" default:"16384" desc:"bytes a second that a body has to come with, after 5 s; who is slower is answered with 408. 0 is any"`
		MaxMemory        int64         `split_words:"true" default:"268435456" desc:"bytes of bodies of known callers that may be in memory at once. A provider may hold half as much as stays free for the others; what comes beyond is answered with 503"`
		UnverifiedMemory int64         `split_words:"true" default:"67108864" desc:"bytes of signed bodies that may be in memory until their signature is verified, beside those of known callers; an address may hold half as much as stays free for the others"`
		WeakUntil        string        `split_words:"true" default:"2027-06-30" desc:"last day (UTC) on which the old signatures, Wireroom-Signature, are taken: they leave method, path and headers unsigned. A day that is past takes none"`
		SpoolEvery       time.Duration `split_words:"true" default:"1s" desc:"how often the folders of providers are looked into"`
		SpoolSettle      time.Duration `split_words:"true" default:"2s" desc:"how long a file in a provider's folder must stay as it is before it is taken"`
		FlashRate        float64       `split_words:"true" default:"1" desc:"documents a second of one provider that take the flash lane because they look urgent, in the long run; more take the wire lane, takedowns never. 0 is no limit. Counted in each process"`
		FlashBurst       int           `split_words:"true" default:"30" desc:"such documents at once"`
		PublicURL        string        `split_words:"true" desc:"address of ingest's API as hubs on the web reach it, such as https://wire.example.org; without it nothing is subscribed to at hubs"`
	}
}

// Validate checks the ranges.
func (c *Config) Validate() error {
	if err := service.CheckAddr("WIREROOM_INGEST_ADDR", c.Ingest.Addr); err != nil {
		return err
	}
	if err := c.Webhooks.Validate(); err != nil {
		return err
	}
	if c.Ingest.AckTimeout <= 0 || c.Ingest.ReadTimeout <= 0 {
		return errors.New("the timeouts of ingest must be positive")
	}
	if c.Ingest.Connections < 0 || c.Ingest.MinRate < 0 {
		return errors.New("WIREROOM_INGEST_CONNECTIONS and WIREROOM_INGEST_MIN_RATE must not be negative")
	}
	if c.Ingest.FlashRate < 0 || c.Ingest.FlashRate > 0 && c.Ingest.FlashBurst < 1 {
		return errors.New("WIREROOM_INGEST_FLASH_RATE must not be negative, and with a rate WIREROOM_INGEST_FLASH_BURST has to be positive")
	}
	// a third of it has to hold one packed document of the largest size and what it
	// inflates to, while it grows
	if least := int64(6 * contract.MaxArticle); c.Ingest.MaxMemory < least || c.Ingest.UnverifiedMemory < least {
		return fmt.Errorf("WIREROOM_INGEST_MAX_MEMORY and WIREROOM_INGEST_UNVERIFIED_MEMORY should be %d at least", least)
	}
	if _, err := time.Parse(time.DateOnly, c.Ingest.WeakUntil); err != nil && c.Ingest.WeakUntil != "" {
		return fmt.Errorf("WIREROOM_INGEST_WEAK_UNTIL %q should be a day such as 2027-06-30", c.Ingest.WeakUntil)
	}
	return c.Streams.Validate()
}

// lastWeakDay is the default of WIREROOM_INGEST_WEAK_UNTIL.
const lastWeakDay = "2027-06-30"

// weakUntil is the end of the last day on which old signatures are taken. The setting is
// valid.
func (c *Config) weakUntil() time.Time {
	day, _ := time.Parse(time.DateOnly, cmp.Or(c.Ingest.WeakUntil, lastWeakDay))
	return day.AddDate(0, 0, 1)
}

// bodies is what bodies of requests are read into, and how fast they have to come.
type bodies struct {
	known, unverified *httpbody.Budget
	pace              httpbody.Pace
}

// slowStart is how long a body may take before its rate counts.
const slowStart = 5 * time.Second

func (c *Config) bodies() bodies {
	return bodies{
		known: httpbody.NewBudget(c.Ingest.MaxMemory), unverified: httpbody.NewBudget(c.Ingest.UnverifiedMemory),
		pace: httpbody.Pace{Rate: c.Ingest.MinRate, Grace: min(slowStart, c.Ingest.ReadTimeout), Whole: c.Ingest.ReadTimeout},
	}
}
