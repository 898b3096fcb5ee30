-- What the site's counter of Yandex Metrica calls the visitor's browser: by it a sale that comes of the conversation is told to
-- Metrica afterwards (offline conversions, https://yandex.ru/dev/metrika/en/management/offline-conv).

ALTER TABLE conversations ADD COLUMN metrica_client_id text CHECK (metrica_client_id ~ '^[0-9]{1,32}$');
COMMENT ON COLUMN conversations.metrica_client_id IS 'ClientID of the counter on the visitor''s page, as the page tells it.';
