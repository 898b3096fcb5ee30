import{m136_CodeField as o,m136_PasswordField as s}from"./panel-014b47b365.js";export{o as a,s as b};
