import{m129_CodeField as o,m129_PasswordField as s}from"./panel-45e7dc7195.js";export{o as a,s as b};
