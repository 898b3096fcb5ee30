import{m136_CodeField as o,m136_PasswordField as s}from"./panel-0b0d710ac2.js";export{o as a,s as b};
