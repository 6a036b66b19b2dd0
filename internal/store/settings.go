package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// setting is what a server says about itself to commands beside it, or what was
// said when the installation was set up.
type setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// The names of settings.
const (
	baseURL     = "base_url"
	senderName  = "sender_name"
	senderEmail = "sender_email"
)

// SaveBaseURL keeps the public address that a server runs with.
func (s *Store) SaveBaseURL(ctx context.Context, address string) error {
	return saveSetting(s.write.WithContext(ctx), baseURL, address)
}

// BaseURL is the public address that the last server ran with. It is empty if
// there has been none.
func (s *Store) BaseURL(ctx context.Context) (string, error) { return s.setting(ctx, baseURL) }

// Sender is who mail comes from, as it was said when the installation was set
// up. It is zero if nobody has.
func (s *Store) Sender(ctx context.Context) (event.Sender, error) {
	name, err := s.setting(ctx, senderName)
	if err != nil {
		return event.Sender{}, err
	}
	email, err := s.setting(ctx, senderEmail)
	return event.Sender{Name: name, Email: email}, err
}

// saveSender keeps who mail comes from, unless that is not said here.
func saveSender(tx *gorm.DB, from event.Sender) error {
	if from.Email == "" {
		return nil
	}
	if err := saveSetting(tx, senderName, from.Name); err != nil {
		return err
	}
	return saveSetting(tx, senderEmail, from.Email)
}

func saveSetting(tx *gorm.DB, name, value string) error {
	replace := clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"value"})}
	if err := tx.Clauses(replace).Create(&setting{name, value}).Error; err != nil {
		return fmt.Errorf("save the setting %s: %w", name, err)
	}
	return nil
}

// setting is empty if nothing is kept under the name.
func (s *Store) setting(ctx context.Context, name string) (string, error) {
	var kept setting
	err := s.read.WithContext(ctx).Take(&kept, "name = ?", name).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the setting %s: %w", name, err)
	}
	return kept.Value, nil
}
