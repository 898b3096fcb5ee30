import{m136_CodeField as o,m136_PasswordField as s}from"./panel-3dc6d8689a.js";export{o as a,s as b};
