package ingest

import (
	"errors"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Config is what ingest is told by its environment.
type Config struct {
	NATS      service.NATSConfig
	Streams   contract.StreamOptions
	Providers string `default:"providers.yaml" desc:"file with the providers, reread when it changes"`
	Ingest    struct {
		Addr        string        `default:":8081" desc:"address of the API for pushes and deliveries"`
		AckTimeout  time.Duration `split_words:"true" default:"5s" desc:"how long the stream may take to store a push before it is answered with 503"`
		ReadTimeout time.Duration `split_words:"true" default:"30s" desc:"how long a request may take to come in"`
		MaxMemory   int64         `split_words:"true" default:"268435456" desc:"bytes of bodies that may be in memory at once; what comes beyond is answered with 503"`
		DropEvery   time.Duration `split_words:"true" default:"1s" desc:"how often the folders of providers are looked into"`
		DropSettle  time.Duration `split_words:"true" default:"2s" desc:"how long a file in a provider's folder must stay as it is before it is taken"`
		PublicURL   string        `split_words:"true" desc:"address of ingest's API as hubs on the web reach it, such as https://wire.example.org; without it nothing is subscribed to at hubs"`
	}
}

// Validate checks the ranges.
func (c *Config) Validate() error {
	if err := service.CheckAddr("WIREROOM_INGEST_ADDR", c.Ingest.Addr); err != nil {
		return err
	}
	if c.Ingest.AckTimeout <= 0 || c.Ingest.ReadTimeout <= 0 {
		return errors.New("the timeouts of ingest must be positive")
	}
	if c.Ingest.MaxMemory < 2*contract.MaxArticle {
		return errors.New("WIREROOM_INGEST_MAX_MEMORY must hold one packed document of the largest size and what it inflates to: 16777216 at least")
	}
	return c.Streams.Validate()
}
