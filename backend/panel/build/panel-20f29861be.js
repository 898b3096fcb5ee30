import{m136_CodeField as o,m136_PasswordField as s}from"./panel-4bdf7ed778.js";export{o as a,s as b};
