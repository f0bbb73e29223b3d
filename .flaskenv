FLASK_APP=app.factory
