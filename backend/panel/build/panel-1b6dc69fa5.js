import{m129_CodeField as o,m129_PasswordField as s}from"./panel-29a325a847.js";export{o as a,s as b};
