import{m136_CodeField as o,m136_PasswordField as s}from"./panel-4f4ba40761.js";export{o as a,s as b};
